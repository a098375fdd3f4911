"""Who gave the first opinion is a contact now, as it is an organisation elsewhere."""


def migrate(cr, version):
    # The column of the version before goes after this. A colleague is the contact of
    # their account; without an account the organisation itself.
    cr.execute(
        """
        UPDATE client_case
           SET first_opinion_partner_id =
               COALESCE(res_users.partner_id, res_company.partner_id)
          FROM client_supporter
          LEFT JOIN res_users ON res_users.id = client_supporter.user_id
          JOIN res_company ON res_company.id = client_supporter.company_id
         WHERE client_supporter.id = client_case.first_opinion_id
        """
    )
