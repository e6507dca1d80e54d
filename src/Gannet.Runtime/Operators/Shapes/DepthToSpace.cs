using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Shapes;

/// <summary>Turns groups of channels into blocks of cells.</summary>
/// <param name="block">Cells along each side of a block.</param>
/// <param name="isBlockFirst">Whether the place in the block is the slower part of the channel's index ("DCR").</param>
internal sealed class DepthToSpace(int block, bool isBlockFirst) : IOperator
{
    public void Run(NodeRun node)
    {
        var x = node.RowMajor(0);
        if (block < 1 || x.Shape is not [var images, var channels, var height, var width] || channels % ((long)block * block) != 0)
            throw new InvalidDataException($"{x} has no blocks of {block}");
        var outputs = channels / (block * block);
        var y = node.Rent(x.Type, [images, outputs, checked(height * block), checked(width * block)]);
        var plane = (long)height * width;
        var (channelStep, rowStep, columnStep) = isBlockFirst ? (plane, block * outputs * plane, outputs * plane) : (block * block * plane, block * plane, plane);
        StridedCopy.Fill(x, 0, [images, outputs, height, block, width, block], [channels * plane, channelStep, width, rowStep, 1, columnStep], y);
        node.Set(0, y);
    }
}

/// <summary>Turns blocks of cells into groups of channels.</summary>
/// <param name="block">Cells along each side of a block.</param>
internal sealed class SpaceToDepth(int block) : IOperator
{
    public void Run(NodeRun node)
    {
        var x = node.RowMajor(0);
        if (block < 1 || x.Shape is not [var images, var channels, var height, var width] || height % block != 0 || width % block != 0)
            throw new InvalidDataException($"{x} has no blocks of {block}");
        var y = node.Rent(x.Type, [images, checked(channels * block * block), height / block, width / block]);
        var plane = (long)height * width;
        StridedCopy.Fill(x, 0, [images, block, block, channels, height / block, width / block], [channels * plane, width, 1, plane, (long)block * width, block], y);
        node.Set(0, y);
    }
}
