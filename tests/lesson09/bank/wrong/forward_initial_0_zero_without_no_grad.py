"""zero_ on a leaf that requires grad. / 直接对需要梯度的参数 zero_。"""
# notebook: forward_pass
# scores: test_initial_0=0
# misconception: A parameter may be changed like any tensor. / 以为参数可以像普通张量一样直接改。
# hint: Use torch.no_grad(), .data or nn.init. / 请用 torch.no_grad()、.data 或 nn.init。

# %% initial_0
def initial_0(m):
    if isinstance(m, nn.Linear):
        m.weight.zero_()
