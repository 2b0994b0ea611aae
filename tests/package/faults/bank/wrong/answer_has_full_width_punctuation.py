"""The parentheses are Chinese ones. / 用了中文括号。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: SyntaxError

# %% relu
def relu（z）：
    return torch.relu（z）
