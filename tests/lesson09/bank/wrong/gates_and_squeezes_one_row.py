"""squeeze() leaves no dimension for one row. / 只有一行时 squeeze() 去掉了全部维度。"""
# notebook: gates
# scores: test_and=2.73 test_xor=5.5
# misconception: squeeze() only ever removes the last dimension. / 以为 squeeze() 只去掉最后一维。
# hint: Try n = 1: name the dimension, squeeze(1). / 试试 n = 1；写明维度 squeeze(1)。

# %% and_gate
w_and = torch.tensor([-3.0, 2.0, 2.0])


def AND(X):
    return step(X @ w_and.reshape(3, 1)).squeeze()
