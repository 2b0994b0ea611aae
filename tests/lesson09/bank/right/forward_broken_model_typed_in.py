"""The name is typed in after a trial. / 试过之后直接写出名字。"""
# notebook: forward_pass

# %% broken_model
def error_without_super():
    return "AttributeError"
