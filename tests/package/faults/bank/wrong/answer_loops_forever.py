"""One function never returns. / 一个函数永不返回。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: TIMED_OUT

# %% relu
def relu(z):
    while True:
        pass
