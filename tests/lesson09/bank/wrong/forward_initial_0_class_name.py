"""The name of the class is compared. / 比较的是类名。"""
# notebook: forward_pass
# scores: test_initial_0=1.6
# misconception: A subclass of Linear is no Linear. / 以为 Linear 的子类不是 Linear。
# hint: Ask isinstance(m, nn.Linear). / 用 isinstance(m, nn.Linear) 判断。

# %% initial_0
def initial_0(m):
    if m.__class__.__name__ == "Linear":
        nn.init.zeros_(m.weight)
