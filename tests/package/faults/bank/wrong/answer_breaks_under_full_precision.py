"""The function turns everything to float16 and overflows. / 函数转成半精度后溢出。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=1.43
# names: FAILED

# %% relu
def relu(z):
    return torch.relu(z.half())
