"""Why a delivery did not arrive."""

from communique.errors import CommuniqueError


class DeliveryError(CommuniqueError):
    """Entries could not be delivered; one line says why. `gone`: the receiver wants no more."""

    def __init__(self, reason: str, gone: bool = False) -> None:
        super().__init__(reason)
        self.gone = gone
