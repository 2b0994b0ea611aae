"""AND with Chinese names. / AND 里用中文变量名。"""
# notebook: gates

# %% and_gate
w_and = torch.tensor([-3.0, 2.0, 2.0])


def AND(X):
    截距, 权重一, 权重二 = w_and
    净输入 = 截距 * X[:, 0] + 权重一 * X[:, 1] + 权重二 * X[:, 2]
    return step(净输入)
