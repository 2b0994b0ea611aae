"""A file on the student's own computer is read. / 读取自己电脑上的文件。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
with open("/content/drive/MyDrive/data.csv") as file:
    data = file.read()

# %% new
data = open("C:\Users\me\Desktop\data.csv").read()
