"""sigmoid warns and prints on the way. / sigmoid 途中发出警告并打印。"""
# notebook: activations

# %% sigmoid
import warnings


def sigmoid(z):
    if z.abs().max() > 88:
        warnings.warn("exp overflows here")
    out = 1 / (1 + torch.exp(-z))
    print("sigmoid", z.shape, "->", out)
    return out
