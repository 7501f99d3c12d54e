"""What people ask of notifications; the contract is `people.upper_floors.NotificationsForPeople`."""

from notifications.account_messages import tell_of_reset
from notifications.approval_messages import tell

__all__ = ["tell", "tell_of_reset"]
