"""The sigmoid is a stretched tanh. / 由 tanh 拉伸得到 sigmoid。"""
# notebook: activations

# %% sigmoid
def sigmoid(z):
    return 0.5 * (1 + torch.tanh(z / 2))
