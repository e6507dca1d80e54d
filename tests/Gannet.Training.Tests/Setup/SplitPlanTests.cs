using Gannet.Training.Setup;

namespace Gannet.Training.Tests.Setup;

public sealed class SplitPlanTests
{
    [Theory]
    [InlineData("train,val", "train", "val", "")]
    [InlineData("train2017,val2017,test2017", "train2017", "val2017", "test2017")]
    [InlineData("train2014,train2017,val2014", "train2014,train2017", "val2014", "")]
    [InlineData("test,train,valid", "train", "valid", "test")]
    [InlineData("test,train,trainval,val", "train", "val", "test")]
    [InlineData("test,trainval", "trainval", "", "test")]
    [InlineData("plates,test,val", "plates", "val", "test")]
    [InlineData("a,b", "a,b", "", "")]
    [InlineData("test", "", "", "test")]
    [InlineData("train,val1,val2", "train", "val1", "val2")]
    public void Roles_are_taken_from_the_names(string splits, string training, string validation, string unused)
    {
        var plan = SplitPlan.Of(splits.Split(','));
        Assert.Equal(training, string.Join(',', plan.Training));
        Assert.Equal(validation, plan.Validation ?? "");
        Assert.Equal(unused, string.Join(',', plan.Unused));
    }

    [Fact]
    public void What_is_asked_for_is_learnt_whatever_its_name()
    {
        var plan = SplitPlan.Of(["train", "val", "test"], "test", "train");
        Assert.Equal(["test"], plan.Training);
        Assert.Equal("train", plan.Validation);
        Assert.Equal(["val"], plan.Unused);
        Assert.Equal(["test"], SplitPlan.Of(["test", "val"], "test").Training);
    }

    [Fact]
    public void Undivided_data_have_no_plan() => Assert.Equal((0, (string?)null, 0), SplitPlan.Of([]) is var p ? (p.Training.Count, p.Validation, p.Unused.Count) : default);
}
