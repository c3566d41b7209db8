namespace UnityKernel
{
    /// <summary>How a .NET object goes through a domain reload.</summary>
    internal enum ReferenceKind
    {
        /// <summary>Not at all; Python gets an empty object of its type, which fails but does not crash.</summary>
        Lost,

        /// <summary>An object of Unity's: by its identity.</summary>
        UnityObject,

        /// <summary>An array of Unity's objects: by their identities.</summary>
        UnityObjects,

        /// <summary>An enumeration's value: as a number.</summary>
        Enumeration,

        /// <summary>A type: by name.</summary>
        Type,

        /// <summary>A struct without references: its bytes.</summary>
        Structure,

        /// <summary>A string, a number, or an array of numbers: as it is.</summary>
        Value,
    }
}
