"""What tests share: a fake suite, fake platforms, sandboxes, hostile inputs. Nothing here is a test."""
