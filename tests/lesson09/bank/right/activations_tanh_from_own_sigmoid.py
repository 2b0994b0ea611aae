"""tanh from the sigmoid above. / 用上面的 sigmoid 得到 tanh。"""
# notebook: activations

# %% tanh
def tanh(z):
    return 2 * sigmoid(2 * z) - 1
