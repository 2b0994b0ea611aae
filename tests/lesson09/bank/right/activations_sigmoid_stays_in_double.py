"""Computed in double precision and left there. / 用双精度计算，结果也保留双精度。"""
# notebook: activations

# %% sigmoid
def sigmoid(z):
    return 1 / (1 + torch.exp(-z.double()))
