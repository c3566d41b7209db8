using System;

namespace UnityKernel
{
    /// <summary>One .NET object that Python holds, as it goes through a domain reload.</summary>
    [Serializable]
    internal sealed class SavedReference
    {
        /// <summary>What <see cref="Data"/> is.</summary>
        internal ReferenceKind Kind;

        /// <summary>Assembly-qualified name of the object's type, or of the type that the object is.</summary>
        internal string Type;

        /// <summary>An identity, identities, a number, bytes or an array of numbers; null where nothing is kept.</summary>
        internal object Data;
    }
}
