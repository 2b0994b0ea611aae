"""The name is read from e.__class__. / 名字取自 e.__class__。"""
# notebook: forward_pass

# %% broken_model
def error_without_super():
    class Broken(nn.Module):
        def __init__(self):
            self.linear = nn.Linear(2, 1)

    try:
        net = Broken()
    except Exception as e:
        print(e)
        return e.__class__.__name__
    return ""
