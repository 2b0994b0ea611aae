"""The value is printed, not returned. / 只打印，没有返回。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: None

# %% relu
def relu(z):
    print(torch.relu(z))
