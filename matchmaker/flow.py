"""The best choice among given cells, as a flow of least cost.

Each cell is an edge of capacity 1, so that nobody is paired with the same person twice however many places both
have. The maximum flow of least cost is the largest set of pairs of highest total; with whole capacities it is whole
(Ahuja, Magnanti and Orlin, *Network Flows*, 1993, ch. 9).
"""

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from .instance import Instance
from .table import Cells


class SolverError(RuntimeError):
    """The flow solver gave no answer; its status is in the message."""


def best_flow(instance: Instance, cells: Cells) -> Cells:
    """The largest choice of highest total among free `cells`, within the places that the pins leave."""
    rows, columns = cells
    if not len(rows):
        return cells
    left, other_left = instance.places_left
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        rows, columns + len(left), np.ones_like(rows), -instance.score[rows, columns].astype(np.int64)
    )
    flow.set_nodes_supplies(np.arange(sum(instance.shape)), np.append(left, -other_left))
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise SolverError(f"The flow solver stopped with status {status}.")
    used = flow.flows(arcs) > 0
    return rows[used], columns[used]
