"""The network calls super, so nothing happens. / 网络调用了 super，什么也没发生。"""
# notebook: forward_pass
# scores: test_broken_model=0
# misconception: The network of this task calls super as usual. / 以为这里的网络也照常调用 super。
# hint: Leave super().__init__() out, and give self a layer. / 不要调用 super().__init__()，再给 self 加一个层。

# %% broken_model
def error_without_super():
    class Broken(nn.Module):
        def __init__(self):
            super().__init__()
            self.linear1 = nn.Linear(2, 1)

    try:
        Broken()
    except Exception as e:
        return type(e).__name__
