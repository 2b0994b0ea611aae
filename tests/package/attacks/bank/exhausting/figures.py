"""Opens figures for ever."""
# notebook: activations
# scores: test_relu=0

# %% relu
def relu(z):
    while True:
        plt.figure(figsize=(20, 20)).add_subplot().plot(range(1000))


# %% twin

# %% relu
figure = plt.figure(figsize=(2, 2))
plt.close(figure)


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
