"""logistic in a loop over the rows. / 逐行循环写 logistic。"""
# notebook: gates

# %% logistic
import math


def logistic(X, w):
    b, w1, w2 = w.tolist()
    sigmas, labels = [], []
    for x0, x1, x2 in X.tolist():
        s = 1 / (1 + math.exp(-(b * x0 + w1 * x1 + w2 * x2)))
        sigmas.append(s)
        labels.append(1.0 if s >= 0.5 else 0.0)
    return torch.tensor(sigmas), torch.tensor(labels)
