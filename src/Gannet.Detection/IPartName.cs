namespace Gannet.Detection;

/// <summary>The name of an exchangeable part in options: open, so that a program's own parts can be named like Gannet's.</summary>
/// <typeparam name="TSelf">The kind of part that is named.</typeparam>
public interface IPartName<out TSelf> where TSelf : IPartName<TSelf>
{
    /// <summary>As options write it.</summary>
    string Name { get; }

    /// <summary>The part called <paramref name="name"/>; whether there is one is checked when a detector is composed.</summary>
    static abstract TSelf Named(string name);
}
