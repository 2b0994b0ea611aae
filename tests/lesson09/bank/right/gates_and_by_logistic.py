"""AND is the label of logistic. / AND 取 logistic 的 label。"""
# notebook: gates

# %% and_gate
w_and = torch.tensor([-3.0, 2.0, 2.0])


def AND(X):
    return logistic(X, w_and)[1]
