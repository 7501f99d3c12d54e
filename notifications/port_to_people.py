"""What people ask of notifications; the contract is `people.upper_floors.NotificationsForPeople`."""

from notifications.people_messages import tell, tell_of_reset

__all__ = ["tell", "tell_of_reset"]
