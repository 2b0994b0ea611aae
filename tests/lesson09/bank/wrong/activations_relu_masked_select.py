"""masked_select leaves negative numbers out. / masked_select 丢掉了负数。"""
# notebook: activations
# scores: test_relu=0
# misconception: A mask sets the rest to 0. / 以为用掩码取值会把其余的置零。
# hint: z[mask] leaves elements out; use torch.where. / z[mask] 会丢掉元素；请用 torch.where。

# %% relu
def relu(z):
    return torch.masked_select(z, z > 0)
