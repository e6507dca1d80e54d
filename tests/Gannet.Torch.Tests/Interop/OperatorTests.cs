using System.Reflection;
using Gannet.Torch.Interop;

namespace Gannet.Torch.Tests.Interop;

public sealed class OperatorTests
{
    [Fact]
    public void Every_checked_in_schema_fits_this_libtorch()
    {
        var operators = typeof(Tensor).GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Where(static f => f.FieldType == typeof(Operator)).Select(static f => (Operator)f.GetValue(null)!).ToList();
        Assert.True(operators.Count > 100);
        foreach (var op in operators) Assert.NotEqual(0, op.Find());
    }

    [Fact]
    public void An_unknown_operator_is_named()
    {
        var error = Assert.Throws<TorchException>(() => new Operator("aten::no_such_operator", "", 1).Find());
        Assert.Contains("no operator aten::no_such_operator", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_with_another_number_of_arguments_is_named()
    {
        var error = Assert.Throws<TorchException>(() => new Operator("aten::relu", "", 3).Find());
        Assert.Contains("aten::relu takes 1 arguments in this libtorch, 3 in schemas.txt", error.Message, StringComparison.Ordinal);
    }
}
