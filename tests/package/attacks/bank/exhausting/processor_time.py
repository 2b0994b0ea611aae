"""Computes for ever in many threads."""
# notebook: activations
# scores: test_relu=0
# race: yes

# %% relu
import threading


def relu(z):
    def spin():
        w = torch.rand(300, 300)
        while True:
            w = (w @ w).sigmoid()
    for _ in range(8):
        threading.Thread(target=spin, daemon=True).start()
    spin()


# %% twin

# %% relu
def relu(z):
    w = torch.rand(100, 100)
    for _ in range(10):
        w = (w @ w).sigmoid()
    return torch.where(z < 0, torch.zeros_like(z), z)
