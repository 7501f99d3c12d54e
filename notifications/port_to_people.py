"""What people ask of notifications; the contract is `people.upper_floors.NotificationsForPeople`."""

from notifications.hold_messages import tell_of_hold
from notifications.people_messages import tell, tell_of_copy, tell_of_reset

__all__ = ["tell", "tell_of_copy", "tell_of_hold", "tell_of_reset"]
