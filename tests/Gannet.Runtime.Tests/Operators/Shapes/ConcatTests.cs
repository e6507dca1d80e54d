using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Shapes;

public sealed class ConcatTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(2)]
    public void Maps_are_joined_along_any_axis(int axis)
    {
        int[] other = [2, 3, 4, 5];
        other[axis < 0 ? axis + 4 : axis] = 7;
        Oracle.AssertSame(new SmallGraph().Map("a", Floats(1, 2, 3, 4, 5)).Input("b", Floats(2, other)).Node("Concat", ["a", "b", "a"], ["y"], ("axis", axis)).Output("y"));
        Oracle.AssertSame(new SmallGraph().Input("a", Floats(1, 2, 3, 4, 5)).Map("b", Floats(2, other)).Node("Concat", ["a", "b"], ["y"], ("axis", axis)).Output("y"));
    }

    [Fact]
    public void Empty_parts_add_nothing() =>
        Oracle.AssertSame(new SmallGraph().Input("a", Floats(1, 0, 3)).Input("b", Floats(2, 2, 3)).Node("Concat", ["a", "b"], ["y"], ("axis", 0)).Output("y"));
}
