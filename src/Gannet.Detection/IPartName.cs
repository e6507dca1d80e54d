namespace Gannet.Detection;

/// <summary>The name of an exchangeable part in options; a program's own parts can be named like built-in ones.</summary>
/// <typeparam name="TSelf">The type that names the part.</typeparam>
public interface IPartName<out TSelf> where TSelf : IPartName<TSelf>
{
    /// <summary>The name used in options.</summary>
    string Name { get; }

    /// <summary>The part named <paramref name="name"/>; its existence is checked when a detector is composed.</summary>
    static abstract TSelf Named(string name);
}
