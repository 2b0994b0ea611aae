"""Every function warns. / 每个函数都发出警告。"""
# lesson: lesson09
# notebook: activations

# %% sigmoid
import warnings


def sigmoid(z):
    warnings.warn("deprecated", DeprecationWarning)
    warnings.warn("slow")
    return torch.sigmoid(z)

# %% relu
def relu(z):
    warnings.warn("careful", FutureWarning)
    return torch.relu(z)
