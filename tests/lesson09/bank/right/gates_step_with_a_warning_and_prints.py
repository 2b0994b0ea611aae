"""step warns and prints on the way. / step 途中发出警告并打印。"""
# notebook: gates

# %% step
import warnings


def step(z):
    warnings.warn("stepping")
    print("z =", z)
    return (z >= 0) * torch.tensor(1.0)
