using System.Numerics;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Reductions;

/// <summary>Sums of products in Einstein's notation, for two operands or one, by definition.</summary>
internal sealed class Einsum : IOperator
{
    private readonly string[] _operands;
    private readonly string _result;

    public Einsum(NodeDefinition definition)
    {
        var equation = definition.Attributes.Text("equation", "").Replace(" ", "", StringComparison.Ordinal);
        if (equation.Contains("...", StringComparison.Ordinal))
            throw new InvalidDataException($"the equation '{equation}' has an ellipsis, which is not supported");
        var sides = equation.Split("->");
        _operands = sides[0].Split(',');
        // Without a result, labels that occur once are kept, in alphabetical order.
        _result = sides.Length == 2 ? sides[1] : string.Concat(sides[0].Where(char.IsLetter).GroupBy(static l => l).Where(static g => g.Count() == 1).Select(static g => g.Key).Order());
        if (sides.Length > 2 || _operands.Length is not (1 or 2) || _operands.Length != definition.InputCount || !string.Concat(_operands).All(char.IsAsciiLetter)
            || _result.Distinct().Count() != _result.Length || _result.Except(string.Concat(_operands)).Any())
            throw new InvalidDataException($"the equation '{equation}' is not supported");
    }

    public void Run(NodeRun node)
    {
        Tensor[] operands = [.. _operands.Select((_, k) => node.RowMajor(k))];
        var y = node.Rent(operands[0].Type, [.. _result.Select(label => Lengths(operands)[label])]);
        switch (y.Type)
        {
            case OnnxElementType.Float:
                Sum<float>(operands, y);
                break;
            case OnnxElementType.Double:
                Sum<double>(operands, y);
                break;
            case OnnxElementType.Int32:
                Sum<int>(operands, y);
                break;
            case OnnxElementType.Int64:
                Sum<long>(operands, y);
                break;
            default:
                throw new InvalidDataException($"sums of {operands[0]} are not supported");
        }

        node.Set(0, y);
    }

    private void Sum<T>(Tensor[] operands, Tensor y) where T : unmanaged, INumber<T>
    {
        var lengths = Lengths(operands);
        var summed = string.Concat(string.Concat(_operands).Distinct().Except(_result));
        var order = _result + summed;
        var to = y.Elements<T>();
        ReadOnlySpan<T> first = operands[0].Elements<T>(), second = operands.Length == 2 ? operands[1].Elements<T>() : [T.One];
        var terms = summed.Aggregate(1L, (product, label) => checked(product * lengths[label]));
        to.Clear();
        if (y.Count == 0 || terms == 0) return;
        var cursor = new RowCursor([.. order.Select(label => lengths[label]), 1], [Steps(order, 0, operands), Steps(order, 1, operands)], 0);
        for (var k = 0; k < to.Length; k++)
        {
            for (var term = 0L; term < terms; term++, cursor.Next()) to[k] += first[(int)cursor.Offset(0)] * second[(int)cursor.Offset(1)];
        }
    }

    private Dictionary<char, int> Lengths(Tensor[] operands)
    {
        var lengths = new Dictionary<char, int>();
        for (var k = 0; k < operands.Length; k++)
        {
            if (operands[k].Rank != _operands[k].Length) throw new InvalidDataException($"{operands[k]} does not have the axes '{_operands[k]}'");
            for (var axis = 0; axis < operands[k].Rank; axis++)
            {
                var length = operands[k].Shape[axis];
                if (!lengths.TryAdd(_operands[k][axis], length) && lengths[_operands[k][axis]] != length)
                    throw new InvalidDataException($"the axis '{_operands[k][axis]}' has two lengths");
            }
        }

        return lengths;
    }

    // A label that occurs twice walks along a diagonal.
    private long[] Steps(string order, int operand, Tensor[] operands)
    {
        var steps = new long[order.Length + 1];
        if (operand >= operands.Length) return steps;
        var own = TensorShape.Steps(operands[operand].Shape, MapLayout.RowMajor);
        for (var axis = 0; axis < own.Length; axis++) steps[order.IndexOf(_operands[operand][axis], StringComparison.Ordinal)] += own[axis];
        return steps;
    }
}
