"""Shows a picture with HTML behind its end."""
# notebook: activations
# scores: test_relu=0

# %% relu
import base64
from IPython.display import Image, display

picture = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
display(Image(picture + b"<script>alert(1)</script>", format="png"))
display({"image/png": "<script>alert(1)</script>"}, raw=True)


def relu(z):
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
import base64
from IPython.display import Image, display

picture = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
display(Image(picture, format="png"))


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
