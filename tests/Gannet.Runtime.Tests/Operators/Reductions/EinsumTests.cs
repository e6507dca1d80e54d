using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Operators.Reductions;

public sealed class EinsumTests
{
    [Theory]
    [InlineData("ij,jk->ik", "3,4", "4,5")]
    [InlineData("bij,bkj->bik", "2,3,4", "2,5,4")]
    [InlineData("ij,jk", "3,4", "4,5")]
    [InlineData("bchw,bc->bhw", "2,3,4,5", "2,3")]
    public void Sums_of_products_are_ONNX_Runtimes(string equation, string a, string b) => Oracle.AssertSame(new SmallGraph()
        .Input("a", Floats(1, [.. a.Split(',').Select(int.Parse)])).Input("b", Floats(2, [.. b.Split(',').Select(int.Parse)])).Node("Einsum", ["a", "b"], ["y"], ("equation", equation)).Output("y"));
}
