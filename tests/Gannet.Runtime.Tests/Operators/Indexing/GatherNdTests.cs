using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Indexing;

public sealed class GatherNdTests
{
    [Theory]
    [InlineData(0, "3,2")]
    [InlineData(0, "2,3,1")]
    [InlineData(1, "4,3,1")]
    [InlineData(1, "4,2")]
    [InlineData(0, "5,3")]
    public void Slices_are_named_by_rows_of_indices(int batch, string indices) => Oracle.AssertSame(new SmallGraph().Input("x", Floats(1, 4, 4, 4))
        .Input("i", Integers(2, -4, 4, [.. indices.Split(',').Select(int.Parse)])).Node("GatherND", ["x", "i"], ["y"], ("batch_dims", batch)).Output("y"));
}
