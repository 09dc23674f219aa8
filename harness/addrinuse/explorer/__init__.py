"""The explorer: random stories of many steps, compared between platforms, shrunk and written as cases."""
