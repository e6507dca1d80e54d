namespace Gannet.Runtime.Operators;

/// <summary>What a node does. It does not change after it was made, so that several runs may use it at once.</summary>
internal interface IOperator
{
    /// <summary>Reads the node's inputs and writes its outputs.</summary>
    /// <exception cref="InvalidDataException">The inputs do not fit.</exception>
    void Run(NodeRun node);
}
