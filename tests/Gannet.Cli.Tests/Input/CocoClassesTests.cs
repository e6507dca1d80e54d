using Gannet.Cli.Input;

namespace Gannet.Cli.Tests.Input;

public sealed class CocoClassesTests
{
    // The ids in COCO's file instances_val2017.json: 80 between 1 and 90.
    [Fact]
    public void Names_stand_at_COCOs_ids()
    {
        int[] unused = [12, 26, 29, 30, 45, 66, 68, 69, 71, 83];
        Assert.Equal(90, CocoClasses.All.Count);
        Assert.Equal(90, CocoClasses.All.Distinct().Count());
        Assert.Equal(unused, Enumerable.Range(1, 90).Where(static id => CocoClasses.All[id - 1] == $"unused {id}"));
        foreach (var (id, name) in (ReadOnlySpan<(int, string)>)[(1, "person"), (13, "stop sign"), (18, "dog"), (44, "bottle"), (62, "chair"), (77, "cell phone"), (90, "toothbrush")])
            Assert.Equal(name, CocoClasses.All[id - 1]);
    }
}
