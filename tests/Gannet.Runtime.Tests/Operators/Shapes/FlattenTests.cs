using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Shapes;

public sealed class FlattenTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(-2)]
    [InlineData(4)]
    public void Axes_become_rows_and_columns(int axis) =>
        Oracle.AssertSame(new SmallGraph().Map("x", Floats(1, 2, 3, 4, 5)).Node("Flatten", ["x"], ["y"], ("axis", axis)).Output("y"));
}
