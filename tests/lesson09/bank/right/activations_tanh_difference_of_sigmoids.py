"""sigmoid(2z) - sigmoid(-2z). / 两个 sigmoid 之差。"""
# notebook: activations

# %% tanh
def tanh(z):
    return sigmoid(2 * z) - sigmoid(-2 * z)
