"""Fifty figures are opened and never closed. / 打开五十张图从不关闭。"""
# lesson: lesson09
# notebook: gates

# %% step
for number in range(50):
    plt.figure(figsize=(2, 2))


def step(z):
    return (z >= 0).float()
