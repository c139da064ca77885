"""The emulated Runsite API: one router per resource, request and response models, errors."""
