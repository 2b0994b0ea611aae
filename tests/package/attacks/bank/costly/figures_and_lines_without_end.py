"""Draws four hundred figures and prints a hundred thousand lines, in cells that all end with an error of many frames."""
# notebook: activations
# most: 15

# %% new
def deep(n):
    if n:
        deep(n - 1)
    raise ValueError("\n".join(["a line of the message"] * 200))  # a long line of code, which is shown for every frame of it


for number in range(100_000):
    print(number)
for number in range(60):
    plt.figure(figsize=(1, 1))
    plt.plot([number])
    plt.show()
deep(100)


# %% new
deep(200)


# %% new
deep(300)


# %% twin

# %% new
for number in range(100):
    print(number)
plt.plot([1, 2])
plt.show()
