using Gannet.Datasets.Splitting;

namespace Gannet.Datasets.Tests.Splitting;

public sealed class SplitRolesTests
{
    [Theory]
    [InlineData("train", SplitRole.Training)]
    [InlineData("Train2017", SplitRole.Training)]
    [InlineData("training", SplitRole.Training)]
    [InlineData("train_1", SplitRole.Training)]
    [InlineData("val2017", SplitRole.Validation)]
    [InlineData("valid", SplitRole.Validation)]
    [InlineData("validation", SplitRole.Validation)]
    [InlineData("test", SplitRole.Test)]
    [InlineData("test-dev2017", SplitRole.Test)]
    [InlineData("testing", SplitRole.Test)]
    [InlineData("trainval", SplitRole.TrainingAndValidation)]
    [InlineData("trains", SplitRole.Unknown)]
    [InlineData("testimonials", SplitRole.Unknown)]
    [InlineData("valves", SplitRole.Unknown)]
    [InlineData("plates", SplitRole.Unknown)]
    public void The_usual_names_are_known(string name, SplitRole role) => Assert.Equal(role, SplitRoles.Of(name));
}
