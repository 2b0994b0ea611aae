"""OR in a loop over the rows. / OR 逐行循环。"""
# notebook: gates

# %% or_gate
w_or = torch.tensor([-1.0, 2.0, 2.0])


def OR(X):
    labels = []
    for row in X:
        z = row @ w_or
        labels.append(1.0 if z >= 0 else 0.0)
    return torch.tensor(labels)
